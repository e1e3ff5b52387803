namespace SsoOidc.ModuleTests.Hosting;

/// <summary>A script that runs on its own thread.</summary>
internal sealed class RunningScript : IDisposable
{
    // Far above what any script here takes: a hang becomes a failure with a name.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly Task _end;

    public RunningScript(PowerShell shell)
    {
        _shell = shell;
        _end = shell.InvokeAsync<PSObject, PSObject>(null, _output);
    }

    public bool HasEnded => _end.IsCompleted;

    /// <summary>Waits for the end.</summary>
    public async Task<Run> EndAsync()
    {
        await _end.WaitAsync(Deadline);
        return Collect();
    }

    /// <summary>Stops the script as Ctrl-C does.</summary>
    public async Task<Run> StopAsync()
    {
        await Task.Factory.FromAsync(_shell.BeginStop, _shell.EndStop, null).WaitAsync(Deadline);
        await Task.WhenAny(_end).WaitAsync(Deadline);
        return Collect();
    }

    /// <summary>Frees a script that has ended; to free one that hangs would hang as well.</summary>
    public void Dispose()
    {
        if (!_end.IsCompleted)
            return;
        _shell.Dispose();
        _output.Dispose();
    }

    private Run Collect()
    {
        var streams = _shell.Streams;
        return new Run
        {
            State = _shell.InvocationStateInfo.State,
            Output = [.. _output],
            Errors = [.. streams.Error],
            Warnings = [.. streams.Warning.Select(record => record.Message)],
            Verbose = [.. streams.Verbose.Select(record => record.Message)],
            Debug = [.. streams.Debug.Select(record => record.Message)],
            Information = [.. streams.Information],
            Progress = [.. streams.Progress],
        };
    }
}
