using System.Text;

namespace SsoOidc.Credentials;

/// <summary>Reads a token that a platform put in a file.</summary>
internal static class SecretFile
{
    // STS takes web identity tokens of up to 20,000 characters.
    private const int MaxBytes = 64 * 1024;

    /// <exception cref="CredentialsException">The file cannot be read, is empty or too large.</exception>
    public static string Read(string source, string path)
    {
        var shown = Text.Clean(path, 1000);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[MaxBytes + 1];
            var length = 0;
            for (int read; length < buffer.Length && (read = stream.Read(buffer, length, buffer.Length - length)) > 0;)
                length += read;

            var token = length > MaxBytes ? "" : Encoding.UTF8.GetString(buffer, 0, length).Trim();
            return token.Length > 0
                ? token
                : throw new CredentialsException(source, $"the token file {shown} is empty or larger than 64 KiB.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException(source, $"the token file {shown} cannot be read: {Text.Clean(e.Message)}", e);
        }
    }
}
