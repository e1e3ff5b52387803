using System.Text;
using CsCheck;

namespace SsoOidc.Reliability.Fuzzing;

/// <summary>Hostile bytes: pure noise, pieces of the right language in the wrong order, and good examples with a few bytes changed.</summary>
internal static class Inputs
{
    private static readonly string[] JsonPieces =
    [
        "{", "}", "[", "]", ":", ",", "null", "true", "-1", "1e999", "28800.0", "\"28800\"", "99999999999999999999", "\"\"", "\"a\"", "\"\\ud800\"", "\"\\u0000\"",
        "\"accessToken\"", "\"expiresIn\"", "\"expiresAt\"", "\"2026-11-22T12:00:00Z\"", "\"clientId\"", "\"clientSecret\"", "\"clientSecretExpiresAt\"", "\"scope\"", "\"interval\"",
        "\"awsAdditionalDetails\"", "\"identityContext\"", "\"error\"", "\"invalid_grant\"", "\"error_description\"", "\"__type\"", "\"code\"", "\"x#InvalidGrantException:y\"", "\"region\"",
        "\"startUrl\"", "\"refreshToken\"", "\"registrationExpiresAt\"", "\"scopes\"", " ", "\n", "\u00ff", "\ufeff",
    ];

    private static readonly string[] IniPieces =
    [
        "[", "]", "[default]", "[profile dev]", "[profile \"a b\"]", "[sso-session s]", "[services x]", "\n", "\r\n", "  ", "\t", "=", " = ", ":", "#", ";", " # c", "key", "region", "sso_region",
        "sso_start_url", "https://d-1.awsapps.com/start", "\"", "'", "\\", "\ufeff", "\0", "\u0085", "\u2028", "é", "value",
    ];

    private static readonly string[] RequestPieces =
    [
        "GET ", "POST ", "/oauth/callback", "?code=", "&state=", "&error=", " HTTP/1.1", " HTTP/2", "\r\n", "\r\n\r\n", "Host: ", "host:", "127.0.0.1:1", "Content-Length: 0", "Content-Length: 5",
        "Transfer-Encoding: chunked", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: cross-site", "Origin: null", ":", " ", "%", "%00", "%e9", "%2F", "+", "\0", "\n", "\u00ff", "s",
    ];

    public static Gen<byte[]> Json(params string[] examples) => Bytes(JsonPieces, examples);

    public static Gen<byte[]> Ini(params string[] examples) => Bytes(IniPieces, examples);

    public static Gen<byte[]> Request(params string[] examples) => Bytes(RequestPieces, examples);

    /// <summary>Any text, half surrogates too, with a leaning to ASCII.</summary>
    public static Gen<string> Text(int maxLength) =>
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\0', 'ÿ'], Gen.Char['\0', '\uffff']).Array[0, maxLength].Select(chars => new string(chars));

    private static Gen<byte[]> Bytes(string[] pieces, string[] examples) => Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.Int[0, pieces.Length - 1].Array[0, 30].Select(chosen => Encoding.UTF8.GetBytes(string.Concat(chosen.Select(i => pieces[i])))),
        Gen.Select(Gen.Int[0, examples.Length - 1], Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 3], Gen.Byte).Array[1, 6])
            .Select((example, changes) => Change(Encoding.UTF8.GetBytes(examples[example]), changes)));

    private static byte[] Change(byte[] bytes, (int Place, int Kind, byte Value)[] changes)
    {
        var list = bytes.ToList();
        foreach (var (place, kind, value) in changes)
        {
            var index = list.Count == 0 ? 0 : place % list.Count;
            if (kind == 0 || list.Count == 0)
                list.Insert(index, value);
            else if (kind == 1)
                list[index] = value;
            else if (kind == 2)
                list.RemoveAt(index);
            else
                list.RemoveRange(index, list.Count - index);
        }

        return [.. list];
    }
}
