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
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static string? Read(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            // Most have no such file, and the first exception of a process costs it milliseconds. Unlike File.Exists this
            // tells a missing file (https://learn.microsoft.com/dotnet/api/system.io.filesysteminfo.attributes) from a hidden one.
            var file = new FileInfo(path);
            if (file.Attributes == (FileAttributes)(-1))
                return null;
            var content = (IsPlain(file) ? BoundedFile.Read(path, MaxBytes) : ReadPipe(path, cancellationToken))
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

    private static bool IsPlain(FileInfo file) => (file.Attributes & FileAttributes.Directory) == 0 && file.Length > 0;

    // Nobody may write to a pipe, and to open it waits for that: a thread of its own does, which who waits for it can leave.
    private static byte[]? ReadPipe(string path, CancellationToken cancellationToken)
    {
        var reading = Task.Run(() => BoundedFile.Read(path, MaxBytes), CancellationToken.None);
        Task.WhenAny(reading).Wait(cancellationToken);
        return reading.GetAwaiter().GetResult();
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
