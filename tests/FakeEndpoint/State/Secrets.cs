using System.Security.Cryptography;
using System.Text;

namespace SsoOidc.FakeEndpoint.State;

/// <summary>Makes and masks secrets, and remembers them so that a test can ask whether a text holds one.</summary>
internal sealed class Secrets
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "clientSecret", "deviceCode", "code", "refreshToken", "codeVerifier", "assertion", "subjectToken", "accessToken", "idToken",
        "identityContext", "secretAccessKey", "sessionToken", "x-amz-security-token", "x-amz-sso_bearer_token",
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    public static bool IsSecret(string name) => Names.Contains(name);

    /// <summary>Three stars and the start of the value's SHA-256: equal values stay recognisable, the value does not.</summary>
    public static string Mask(string value) =>
        "***" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..8];

    public string New(string name, string prefix = "", int bytes = 32)
    {
        var value = prefix + Base64Url(RandomNumberGenerator.GetBytes(bytes));
        Remember(name, value);
        return value;
    }

    public void Remember(string name, string value)
    {
        // Shorter values are no secrets of this service and would be found by chance.
        if (value.Length < 12)
            return;
        lock (_gate)
            _seen.TryAdd(value, name);
    }

    public IReadOnlyList<string> In(string text)
    {
        lock (_gate)
        {
            return [.. _seen.Where(s => text.Contains(s.Key, StringComparison.Ordinal)).Select(s => s.Value)
                .Distinct().Order(StringComparer.Ordinal)];
        }
    }

    public static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
