using PqCrypto.CtMemcheck;

namespace PqCrypto.Base;

/// <content>The marks hold what the library has written, though the stack pointer has been above them since.</content>
internal readonly unsafe partial struct StackMarks
{
    static partial void MakeDefined(void* start, int length) => Valgrind.MakeMemDefined(start, (nuint)length);
}
