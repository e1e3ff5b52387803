using System.Net;

namespace SsoOidc.Settings;

/// <summary>What a call gives itself; every part may be absent.</summary>
internal sealed class ClientArguments
{
    public string? Region { get; init; }

    /// <summary>The region that the shell session has stored (<c>$StoredAWSRegion</c>).</summary>
    public string? SessionRegion { get; init; }

    public Uri? EndpointUrl { get; init; }

    public bool? UseFips { get; init; }

    public bool? UseDualStack { get; init; }

    public int? MaxAttempts { get; init; }

    public TimeSpan? Timeout { get; init; }

    public IWebProxy? Proxy { get; init; }
}
