namespace SsoOidc.ModuleTests.Sessions;

/// <summary>Tests that change variables of the process: one at a time, and apart from all others.</summary>
[CollectionDefinition(nameof(SessionCollection), DisableParallelization = true)]
public sealed class SessionCollection;
