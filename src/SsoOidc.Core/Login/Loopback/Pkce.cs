using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>Proof key for code exchange (RFC 7636), method S256: whoever sees the redirect cannot redeem its code.</summary>
internal sealed class Pkce
{
    public const string Method = "S256";

    // 48 bytes are 64 characters of base64url without padding: 384 bits, where RFC 7636 section 7.1 asks for 256.
    private const int VerifierBytes = 48;

    // 256 bits: cannot be guessed by a page that knows the port.
    private const int StateBytes = 32;

    public Pkce(string verifier)
    {
        if (verifier.Length is < 43 or > 128 || !verifier.All(IsUnreserved))
            throw new ArgumentException("A code verifier has 43 to 128 characters of A-Z a-z 0-9 - . _ ~ (RFC 7636 section 4.1).", nameof(verifier));
        Verifier = verifier;
        Challenge = Base64Url(Platform.Sha256(Encoding.ASCII.GetBytes(verifier)));
    }

    public string Verifier { get; }

    public string Challenge { get; }

    public static Pkce Create() => new(Base64Url(Platform.RandomBytes(VerifierBytes)));

    public static string CreateState() => Base64Url(Platform.RandomBytes(StateBytes));

    /// <summary>Takes as long for a state that differs in its first character as for one that differs in its last.</summary>
    public static bool StateMatches(string expected, string? actual) =>
        actual is not null && Platform.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static bool IsUnreserved(char c) => Platform.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
