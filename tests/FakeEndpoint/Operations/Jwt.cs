using System.Buffers.Text;
using System.Text.Json;

namespace SsoOidc.FakeEndpoint.Operations;

internal static class Jwt
{
    /// <summary>Three base64url parts, of which the first two are JSON objects (RFC 7519); the signature is not checked.</summary>
    public static bool LooksValid(string value) =>
        value.Split('.') is [var header, var payload, { Length: > 0 } signature]
        && signature.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && IsObject(header) && IsObject(payload);

    private static bool IsObject(string part)
    {
        if (part.Length == 0 || !Base64Url.IsValid(part))
            return false;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
