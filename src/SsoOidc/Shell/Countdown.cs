namespace SsoOidc.Shell;

/// <summary>Shows how the polling of a device login stands.</summary>
internal sealed class Countdown : IProgress<DevicePollStatus>, IDisposable
{
    private readonly ProgressBar _bar;
    private readonly string _activity;

    public Countdown(SsoOidcCmdlet cmdlet, string activity)
    {
        _bar = new ProgressBar(cmdlet);
        _activity = activity;
    }

    public void Report(DevicePollStatus value) => _bar.Report(_activity, value.Remaining, value.Lifetime, value.LastFailure?.Message);

    public void Dispose() => _bar.Dispose();
}
