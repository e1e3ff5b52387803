namespace SsoOidc;

/// <summary>A source of AWS credentials for signing CreateTokenWithIAM.</summary>
public interface IAwsCredentialsProvider
{
    /// <summary>Gets credentials that are valid now; asked before every attempt.</summary>
    /// <exception cref="SsoOidcConfigurationException">The source has none to give.</exception>
    ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default);
}
