namespace SsoOidc.Credentials;

/// <summary>The credentials that came with the call or with the shell session; all may be absent.</summary>
internal sealed class CredentialInputs
{
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>The object given as <c>-Credential</c>.</summary>
    public IAwsCredentialsProvider? Credential { get; init; }

    /// <summary>The object that the session variable <c>$StoredAWSCredentials</c> holds.</summary>
    public IAwsCredentialsProvider? Stored { get; init; }
}
