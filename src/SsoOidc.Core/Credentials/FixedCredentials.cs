namespace SsoOidc.Credentials;

/// <summary>Credentials that are at hand: given with the call, in variables, or written in a profile.</summary>
internal sealed class FixedCredentials(string description, IAwsCredentialsProvider provider) : ICredentialSource
{
    public string Description { get; } = description;

    public string Identity => provider is AwsCredentials keys ? $"keys|{keys.AccessKeyId}|{CredentialParts.Fingerprint(keys.SecretAccessKey + keys.SessionToken)}" : $"keys|{Description}";

    public bool IsCacheable => false;

    /// <summary>A key pair of which one half may be missing; <c>null</c> if both are.</summary>
    /// <exception cref="CredentialsException">One half is missing.</exception>
    public static FixedCredentials? Of(string description, (string Name, string? Value) accessKeyId, (string Name, string? Value) secret, string? sessionToken, TimeProvider time)
    {
        if (string.IsNullOrEmpty(accessKeyId.Value) && string.IsNullOrEmpty(secret.Value))
            return null;
        if (string.IsNullOrEmpty(accessKeyId.Value) || string.IsNullOrEmpty(secret.Value))
        {
            var (there, missing) = string.IsNullOrEmpty(secret.Value) ? (accessKeyId.Name, secret.Name) : (secret.Name, accessKeyId.Name);
            throw new CredentialsException(description, $"{there} is given without {missing}. Give both, or neither.");
        }

        return new FixedCredentials(description, CredentialParts.Create(description, accessKeyId.Value, secret.Value, sessionToken, expiration: null, time));
    }

    public Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken) => provider.GetCredentialsAsync(cancellationToken).AsTask();
}
