using System.Globalization;

namespace SsoOidc;

/// <summary>Credentials of a role, or of a profile. Binds by property name to whatever takes AccessKey, SecretKey, SessionToken and Region.</summary>
public sealed class RoleCredential
{
    internal RoleCredential(AwsCredentials credentials) => Credentials = credentials;

    /// <summary>The access key id.</summary>
    public string AccessKeyId => Credentials.AccessKeyId;

    /// <summary>The secret access key. Sensitive.</summary>
    public string SecretAccessKey => Credentials.SecretAccessKey;

    /// <summary>The session token; null with keys that do not expire. Sensitive.</summary>
    public string? SessionToken => Credentials.SessionToken;

    /// <summary>When the credentials end; null when they do not or nobody said.</summary>
    public DateTimeOffset? Expiration => Credentials.Expiration;

    /// <summary>The account; null for a profile that names none.</summary>
    public string? AccountId { get; internal init; }

    /// <summary>The role; null for a profile that names none.</summary>
    public string? RoleName { get; internal init; }

    /// <summary>The region to work in.</summary>
    public string? Region { get; internal init; }

    internal AwsCredentials Credentials { get; }

    /// <summary>The access key id alone.</summary>
    public override string ToString() => AccessKeyId;

    /// <summary>The end of the credentials as the AWS tools write it; null without one.</summary>
    internal string? ExpirationText => Expiration?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The answer of a <c>credential_process</c>. Keys and tokens are printable, so two characters are all there is to escape.</summary>
    internal string ToProcessOutput() =>
        "{\"Version\":1" + Member("AccessKeyId", AccessKeyId) + Member("SecretAccessKey", SecretAccessKey) + Member("SessionToken", SessionToken) + Member("Expiration", ExpirationText) + "}";

    private static string Member(string name, string? value) =>
        value is null ? "" : $",\"{name}\":\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
