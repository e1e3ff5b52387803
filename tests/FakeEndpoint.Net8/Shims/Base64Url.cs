namespace System.Buffers.Text;

/// <summary>What .NET 9 has under this name.</summary>
internal static class Base64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string EncodeToString(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length % 4 != 1 && text.IndexOfAnyExcept(Alphabet) < 0;

    public static byte[] DecodeFromChars(ReadOnlySpan<char> text)
    {
        var base64 = text.ToString().Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
