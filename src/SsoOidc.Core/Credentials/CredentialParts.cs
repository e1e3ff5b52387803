using System.Globalization;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Credentials;

/// <summary>Turns what a source answered into credentials, with one error for each way it can be wrong.</summary>
internal static class CredentialParts
{
    /// <param name="source">Names the source in errors.</param>
    /// <param name="accessKeyId">The key id.</param>
    /// <param name="secretAccessKey">The key.</param>
    /// <param name="sessionToken">The session token of temporary credentials.</param>
    /// <param name="expiration">When they end.</param>
    /// <param name="time">Tells whether they have ended; null where that is not looked at.</param>
    public static AwsCredentials Create(
        string source, string? accessKeyId, string? secretAccessKey, string? sessionToken, DateTimeOffset? expiration, TimeProvider? time)
    {
        if (!IsUsable(accessKeyId) || !IsUsable(secretAccessKey) || (!string.IsNullOrEmpty(sessionToken) && !IsUsable(sessionToken)))
            throw new CredentialsException(source, "it gave no access key id and secret access key, or ones with blanks in them.");
        if (expiration <= time?.GetUtcNow())
        {
            throw new CredentialsException(
                source, $"it gave credentials that ended at {expiration.Value.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}. Check the clock, and renew them at their source.");
        }

        return new AwsCredentials(accessKeyId!, secretAccessKey!, sessionToken, expiration);
    }

    /// <summary>Reads what a container, an instance and a program answer alike, but for the name of the session token.</summary>
    public static AwsCredentials Read(string source, JsonMembers answer, string sessionToken, TimeProvider? time) => Create(
        source,
        answer.Text("AccessKeyId"),
        answer.Text("SecretAccessKey"),
        answer.Text(sessionToken),
        answer.Text("Expiration") is { } expiration ? Time(source, expiration) : null,
        time);

    /// <summary>Stands for a secret where one is to be told from another.</summary>
    public static string Fingerprint(string? secret) => Convert.ToBase64String(Platform.Sha256(Encoding.UTF8.GetBytes(secret ?? "")));

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="CredentialsException">It is something else; the content is not shown, since it may hold a key.</exception>
    public static JsonMembers ParseObject(string source, byte[] json) =>
        JsonMembers.Open(json, out _) ?? throw new CredentialsException(source, "it gave no JSON object.");

    public static DateTimeOffset Time(string source, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new CredentialsException(source, $"'{Shown.Clean(text, 40)}' is not a time of the form 2030-01-31T12:00:00Z.");

    // Both go into headers or into a key: blanks and control characters cannot be part of them.
    private static bool IsUsable(string? part) => !string.IsNullOrEmpty(part) && AwsCredentials.IsPrintable(part);
}
