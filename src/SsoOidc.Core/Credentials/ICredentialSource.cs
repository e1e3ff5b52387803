using SsoOidc.Login;

namespace SsoOidc.Credentials;

/// <summary>One place that credentials come from. Choosing it takes the configuration alone; only fetching runs or sends something.</summary>
internal interface ICredentialSource
{
    /// <summary>The source in words, for messages.</summary>
    string Description { get; }

    /// <summary>Tells the source from every other, without secrets.</summary>
    string Identity { get; }

    /// <summary>Whether what it gives may be kept until shortly before it ends.</summary>
    bool IsCacheable { get; }

    /// <exception cref="SsoOidcConfigurationException">The source gives no credentials.</exception>
    Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken);
}

/// <summary>The token of a session that is logged in: cached, or refreshed. Never a login.</summary>
internal interface ISsoTokenSource
{
    /// <exception cref="SsoOidcLoginException">Nobody is logged in; the message names the command that logs in.</exception>
    /// <exception cref="SsoOidcException">The token has expired, and the service did not answer.</exception>
    Task<string> GetAccessTokenAsync(LoginTarget target, CancellationToken cancellationToken);
}
