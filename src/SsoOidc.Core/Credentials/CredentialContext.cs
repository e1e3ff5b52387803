using System.Net;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Settings;

namespace SsoOidc.Credentials;

/// <summary>What the sources of one call share.</summary>
internal sealed class CredentialContext
{
    public required AwsSettings Settings { get; init; }

    /// <summary>Gives the portal token of SSO profiles.</summary>
    public required ISsoTokenSource SsoTokens { get; init; }

    /// <summary>The region of the call, where roles are assumed unless their profile names another.</summary>
    public string? Region { get; init; }

    /// <summary>Asks the person for the code of the MFA device with the given serial; <c>null</c> where nobody can be asked.</summary>
    public Func<string, CancellationToken, ValueTask<string>>? MfaPrompt { get; init; }

    /// <summary>Told which source gave which access key.</summary>
    public Action<string>? Debug { get; init; }

    /// <summary>Told of each request to the access portal.</summary>
    public Action<RequestSummary>? RequestCompleted { get; init; }

    public HttpMessageHandler? HttpMessageHandler { get; init; }

    public IWebProxy? Proxy { get; init; }

    public string? CaBundle { get; init; }

    /// <summary>Most requests of one call of a service; the endpoints on this machine have numbers of their own.</summary>
    public int MaxAttempts { get; init; } = 3;

    public RetryMode RetryMode { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>From 0 to 1, for the jitter of retry delays.</summary>
    public Func<double> Random { get; init; } = Platform.NextDouble;

    public SourceCache Cache { get; init; } = SourceCache.Shared;

    public AwsEnvironment Environment => Settings.Config.Environment;

    /// <summary>Told what should be known although the call goes on.</summary>
    public Action<string>? Warn { get; init; }

    public Task<AwsCredentials> GetAsync(ICredentialSource source, CancellationToken cancellationToken) =>
        Cache.GetAsync(source, TimeProvider, cancellationToken);

    /// <summary>Forgets credentials that a service calls expired; false where the source would only give the same again.</summary>
    public bool Drop(ICredentialSource source, AwsCredentials refused)
    {
        Cache.Drop(refused);
        return source is not FixedCredentials;
    }
}
