using System.Text;
using SsoOidc.Base;
using SsoOidc.Files;

namespace SsoOidc.Config;

/// <summary>Reads a shared file whole, as strict UTF-8 with its byte order mark, so that writing the text back gives the same bytes.</summary>
internal static class ConfigText
{
    // A profile takes about 200 bytes: room for 80,000 of them.
    internal const int MaxBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's text, or <c>null</c> if there is no such file.</summary>
    /// <exception cref="ConfigFileException">The file cannot be opened, is too large or is not UTF-8.</exception>
    public static string? Read(string path)
    {
        try
        {
            // Most have no such file, and the first exception of a process costs it milliseconds. Unlike File.Exists this
            // tells a missing file (https://learn.microsoft.com/dotnet/api/system.io.filesysteminfo.attributes) from a hidden one.
            if (new FileInfo(path).Attributes == (FileAttributes)(-1))
                return null;
            var content = BoundedFile.Read(path, MaxBytes)
                ?? throw new ConfigFileException(path, 0, $"the file is larger than {MaxBytes / (1024 * 1024)} MiB, which no AWS configuration is.");
            return Decode(content, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigFileException(path, 0, "the file cannot be read: " + Shown.Clean(e.Message), e);
        }
    }

    public static byte[] Encode(string text) => Strict.GetBytes(text);

    private static string Decode(byte[] bytes, string path)
    {
        if (bytes.Length >= 2 && (bytes[0], bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
            throw new ConfigFileException(path, 1, "the file is UTF-16; save it as UTF-8, which is what every AWS tool reads.");

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1;
            for (var i = 0; i < e.Index && i < bytes.Length; i++)
                line += bytes[i] == '\n' ? 1 : 0;
            throw new ConfigFileException(path, line, "the file is not UTF-8; save it as UTF-8.", e);
        }
    }
}
