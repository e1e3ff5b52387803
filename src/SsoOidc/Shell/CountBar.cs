using System.Management.Automation;

namespace SsoOidc.Shell;

/// <summary>How far a list has come; taken away when disposed. Reports may come on any thread.</summary>
internal sealed class CountBar(SsoOidcCmdlet cmdlet, string activity, string unit, int total) : IDisposable
{
    private const int ActivityId = 0x551;
    private bool _isShown;

    public void Report(int done) => cmdlet.PostToPipeline(() =>
    {
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, $"{done} of {total} {unit} done, {total - done} left. Ctrl+C to stop.")
        {
            PercentComplete = (int)(100L * done / total),
        });
    });

    /// <summary>Call on the pipeline thread.</summary>
    public void Dispose()
    {
        if (_isShown)
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
