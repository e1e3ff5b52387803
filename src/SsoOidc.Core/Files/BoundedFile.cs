namespace SsoOidc.Files;

/// <summary>Reads a file that others may be writing.</summary>
internal static class BoundedFile
{
    /// <summary>The whole content; null when it is larger than <paramref name="maxBytes"/>.</summary>
    public static byte[]? Read(string path, int maxBytes)
    {
        // A writer may replace the file while it is open here.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        // To the end rather than by length: the path may name a pipe, such as a shell's process substitution, and a file may grow.
        for (int read; (read = file.Read(buffer, 0, buffer.Length)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > maxBytes)
                return null;
        }

        return content.ToArray();
    }
}
