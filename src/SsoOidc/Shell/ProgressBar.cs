using System.Management.Automation;

namespace SsoOidc.Shell;

/// <summary>The time left of a wait; taken away when disposed. Reports may come on any thread.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int ActivityId = 0x550;
    private readonly SsoOidcCmdlet _cmdlet;
    private string? _activity;

    public ProgressBar(SsoOidcCmdlet cmdlet) => _cmdlet = cmdlet;

    public void Report(string activity, TimeSpan remaining, TimeSpan total, string? lastFailure) => _cmdlet.PostToPipeline(() =>
    {
        // Nothing waits in silence: where no progress is shown, one line says what is waited for.
        if (_activity != activity && !_cmdlet.IsShown("Progress"))
            _cmdlet.TryShow($"{activity}. Ctrl+C ends the wait.");
        _activity = activity;
        var status = lastFailure is null ? "Ctrl+C to stop." : $"The last poll failed ({lastFailure}); trying again. Ctrl+C to stop.";
        var record = new ProgressRecord(ActivityId, activity, status);
        if (total > TimeSpan.Zero)
        {
            record.SecondsRemaining = (int)Math.Max(0, remaining.TotalSeconds);
            record.PercentComplete = (int)Math.Min(100, Math.Max(0, 100 - 100 * remaining.TotalSeconds / total.TotalSeconds));
        }

        _cmdlet.WriteProgress(record);
    });

    /// <summary>Call on the pipeline thread.</summary>
    public void Dispose()
    {
        if (_activity is { } activity)
            _cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
