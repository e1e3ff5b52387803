namespace SsoOidc;

/// <summary>An AWS access key, with the session token where it is temporary. Is its own provider.</summary>
public sealed class AwsCredentials : IAwsCredentialsProvider
{
    /// <summary>Creates credentials.</summary>
    /// <param name="accessKeyId">The access key id.</param>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="sessionToken">The session token of temporary credentials.</param>
    /// <param name="expiration">When temporary credentials expire; null when unknown or never.</param>
    /// <exception cref="ArgumentException">The key id or the secret is empty, or one of the three holds a blank, a line break or a character beyond ASCII.</exception>
    public AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expiration = null)
    {
        if (string.IsNullOrEmpty(accessKeyId))
            throw new ArgumentException("The access key id is empty.", nameof(accessKeyId));
        if (string.IsNullOrEmpty(secretAccessKey))
            throw new ArgumentException("The secret access key is empty.", nameof(secretAccessKey));
        // Key id and token go into headers, where a line break would begin another one.
        if (!IsPrintable(accessKeyId))
            throw new ArgumentException("The access key id holds a blank, a line break or another character that none has.", nameof(accessKeyId));
        if (!IsPrintable(secretAccessKey))
            throw new ArgumentException("The secret access key holds a blank, a line break or another character that none has.", nameof(secretAccessKey));
        if (!IsPrintable(sessionToken))
            throw new ArgumentException("The session token holds a blank, a line break or another character that none has.", nameof(sessionToken));
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        SessionToken = string.IsNullOrEmpty(sessionToken) ? null : sessionToken;
        Expiration = expiration;
    }

    /// <summary>The access key id.</summary>
    public string AccessKeyId { get; }

    /// <summary>The secret access key. Sensitive.</summary>
    public string SecretAccessKey { get; }

    /// <summary>The session token of temporary credentials. Sensitive.</summary>
    public string? SessionToken { get; }

    /// <summary>When temporary credentials expire; null when unknown or never.</summary>
    public DateTimeOffset? Expiration { get; }

    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default) => new(this);

    /// <summary>The access key id alone.</summary>
    public override string ToString() => AccessKeyId;

    internal static bool IsPrintable(string? text)
    {
        foreach (var c in text ?? "")
        {
            if (c is <= ' ' or > '~')
                return false;
        }

        return true;
    }
}
