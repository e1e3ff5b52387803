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
