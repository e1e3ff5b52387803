using System.Management.Automation.Runspaces;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>A fresh runspace with the module imported and a host that records. Variables of a script: <c>$url</c>, the fake endpoint's address.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;

    public Shell(FakeServer? server = null)
    {
        _runspace = RunspaceFactory.CreateRunspace(Host, WithModule());
        _runspace.Open();
        if (server is not null)
            Set("url", AddressOf(server));
    }

    public TestHost Host { get; } = new();

    /// <summary>What is shown and asked.</summary>
    public TestHostUI Screen => Host.Screen;

    /// <summary>The address of a fake endpoint as a person types it.</summary>
    public static string AddressOf(FakeServer server) => server.Url.AbsoluteUri.TrimEnd('/');

    /// <summary>The state of a session that has the built module imported.</summary>
    public static InitialSessionState WithModule()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(TestEnvironment.Manifest);
        return state;
    }

    /// <summary>Sets a variable.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs a script to its end.</summary>
    public async Task<Run> RunAsync(string script)
    {
        using var running = Start(script);
        return await running.EndAsync();
    }

    /// <summary>Starts a script; it can be stopped.</summary>
    public RunningScript Start(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return new RunningScript(shell);
    }

    /// <summary>What completion offers at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string text)
    {
        using var shell = PowerShell.Create(_runspace);
        return CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches;
    }

    /// <summary>Closes the runspace, unless a script hangs in it: to close it would hang as well.</summary>
    public void Dispose()
    {
        if (_runspace.RunspaceAvailability == RunspaceAvailability.Available)
            _runspace.Dispose();
    }
}
