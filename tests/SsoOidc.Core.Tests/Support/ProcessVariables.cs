namespace SsoOidc.Tests;

/// <summary>Tests that change the variables of this process, or depend on all of them, run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessVariables
{
    public const string Name = "the variables of the process";
}
