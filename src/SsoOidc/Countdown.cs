using System.Management.Automation;

namespace SsoOidc;

/// <summary>A progress bar with the time left of a wait; taken away when disposed.</summary>
internal sealed class Countdown : IProgress<DevicePollStatus>, IDisposable
{
    private const int ActivityId = 0x550;
    private readonly SsoOidcCmdlet _cmdlet;
    private readonly string _activity;
    private bool _isShown;

    public Countdown(SsoOidcCmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    public void Report(DevicePollStatus value) => _cmdlet.PostToPipeline(() => Show(value));

    public void Dispose()
    {
        if (_isShown)
            _cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void Show(DevicePollStatus status)
    {
        _isShown = true;
        var record = new ProgressRecord(ActivityId, _activity, StatusOf(status));
        if (status.Lifetime > TimeSpan.Zero)
        {
            record.SecondsRemaining = (int)Math.Max(0, status.Remaining.TotalSeconds);
            record.PercentComplete = (int)Math.Min(100, Math.Max(0, 100 - 100 * status.Remaining.TotalSeconds / status.Lifetime.TotalSeconds));
        }

        _cmdlet.WriteProgress(record);
    }

    private static string StatusOf(DevicePollStatus status) => status.LastFailure is { } failure
        ? $"The last poll failed ({failure.Message}); trying again. Ctrl+C to stop."
        : "Ctrl+C to stop.";
}
