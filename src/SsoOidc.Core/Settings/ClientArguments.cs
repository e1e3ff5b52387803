using System.Net;
using SsoOidc.Config;

namespace SsoOidc.Settings;

/// <summary>
/// What a call gives itself, each with the place it was given in; every part may be absent. The one list of these: it is handed on whole,
/// changed with <c>with</c>, and compared, since a call with equal arguments takes the client of the last. Never printed: some are secrets.
/// </summary>
internal sealed record ClientArguments
{
    public Setting<string>? Region { get; init; }

    /// <summary>The region that the shell session has stored; the profile that a call names comes before it.</summary>
    public Setting<string>? SessionRegion { get; init; }

    public Setting<string>? ProfileName { get; init; }

    /// <summary>The credentials file, or its folder.</summary>
    public string? ProfileLocation { get; init; }

    public Setting<Uri>? EndpointUrl { get; init; }

    public Setting<bool>? UseFips { get; init; }

    public Setting<bool>? UseDualStack { get; init; }

    public Setting<int>? MaxAttempts { get; init; }

    public Setting<TimeSpan>? Timeout { get; init; }

    public Setting<IWebProxy>? Proxy { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>The credentials given as an object.</summary>
    public Setting<IAwsCredentialsProvider>? Credential { get; init; }

    /// <summary>The credentials that the shell session has stored; the profile that a call names comes before them.</summary>
    public Setting<IAwsCredentialsProvider>? SessionCredential { get; init; }

    public override string ToString() => nameof(ClientArguments);
}
