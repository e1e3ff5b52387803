using System.Text;
using SsoOidc.Base;
using SsoOidc.Files;

namespace SsoOidc.Credentials;

/// <summary>Reads a token that a platform put in a file.</summary>
internal static class SecretFile
{
    // STS takes web identity tokens of up to 20,000 characters.
    private const int MaxBytes = 64 * 1024;

    /// <summary>Tells a file with its content from every other; one that cannot be read, by its path alone: what was had with it stays good.</summary>
    public static string Fingerprint(string path)
    {
        try
        {
            return $"{path}|{CredentialParts.Fingerprint(Read("", path))}";
        }
        catch (CredentialsException)
        {
            return path;
        }
    }

    /// <exception cref="CredentialsException">The file cannot be read, is empty or too large.</exception>
    public static string Read(string source, string path)
    {
        var shown = Shown.Clean(path, 1000);
        try
        {
            return BoundedFile.Read(path, MaxBytes) is { } content && Encoding.UTF8.GetString(content).Trim() is { Length: > 0 } token
                ? token
                : throw new CredentialsException(source, $"the token file {shown} is empty or larger than 64 KiB.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException(source, $"the token file {shown} cannot be read: {Shown.Clean(e.Message)}", e);
        }
    }
}
