# Sourced by eng/ct-trace and eng/ct-timing, with the name of the gate: builds this program and runs it.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
compiler=$(command -v gcc || command -v clang) || { echo "No gcc, no clang. On Debian: apt-get install gcc libc6-dev zlib1g-dev" >&2; exit 2; }
gate=$1
out=$(cd ../.. && pwd)/artifacts/secret-operations
mkdir -p "$out"

# build FORM: jit, first (the same program), or native
build() {
  local name=PqCrypto.SecretOperations linker=()
  "$compiler" -O2 -Wall -Wextra -Werror -shared -fPIC step.c -o "$out/libctstep.so"
  if [[ $1 != native ]]; then
    dotnet build -c Release -p:RunAnalyzers=false -o "$out/jit" >"$out/jit.build" || { cat "$out/jit.build"; exit 1; }
    return
  fi
  command -v clang >/dev/null || linker=(-p:CppCompilerAndLinker=gcc -p:LinkerFlavor=bfd)
  dotnet publish -c Release -p:RunAnalyzers=false -p:PublishAot=true -p:StripSymbols=false -p:IlcInstructionSet=x86-64-v4 -p:Shim="$out/libctstep.so" "${linker[@]}" \
    -o "$out/native" >"$out/native.build" || { cat "$out/native.build"; exit 1; }
  command -v nm >/dev/null && nm -n --defined-only "$out/native/$name" >"$out/native/$name.map" || true
}

# run FORM ARGUMENT ...
run() {
  local form=$1 program
  shift
  echo "$gate, $form:"
  # the copies of the C library would otherwise take a step for each byte
  local settings=(GLIBC_TUNABLES=glibc.cpu.x86_rep_stosb_threshold=1000000000:glibc.cpu.x86_rep_movsb_threshold=1000000000)
  settings+=("LD_LIBRARY_PATH=$out" LD_PRELOAD=libctstep.so)      # whose memory all libraries are given
  program=("$out/native/PqCrypto.SecretOperations")
  if [[ $form != native ]]; then
    settings+=(DOTNET_TieredPGO=0)
    if [[ $form == jit ]]; then
      settings+=(DOTNET_TieredCompilation=0)
    else
      settings+=(DOTNET_TieredCompilation=1 DOTNET_TC_CallCountThreshold=7fffffff)
    fi
    if [[ $gate == ct-trace ]]; then settings+=(DOTNET_PerfMapEnabled=3); fi
    program=(dotnet "$out/jit/PqCrypto.SecretOperations.dll")
  fi
  env "${settings[@]}" "${program[@]}" "$@"
}
