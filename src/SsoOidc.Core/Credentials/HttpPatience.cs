namespace SsoOidc.Credentials;

/// <summary>How patient a source is. Metadata services are reached without a proxy: they are on this machine.</summary>
internal sealed class HttpPatience(TimeSpan timeout, int attempts, bool isDirect = false)
{
    public TimeSpan Timeout { get; } = timeout;

    public int Attempts { get; } = attempts;

    public bool IsDirect { get; } = isDirect;
}
