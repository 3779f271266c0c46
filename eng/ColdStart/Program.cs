using PqCrypto.ColdStart;

// What a process pays for its first operations. With an argument: one of the programs that are measured. Without: starts them and measures.
return args switch
{
    [] => Measurement.Run(null),
    ["--json", string data] => Measurement.Run(data),
    [Programs.Empty] => 0,
    [Programs.Random] => Programs.RunRandom(),
    [Programs.Exchange] => Programs.RunExchange(),
    [Programs.ExchangeAndVerify, string file] => Programs.RunExchange() + Programs.RunVerify(file),
    _ => 2,
};
