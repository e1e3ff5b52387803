using SsoOidc.Base;

namespace SsoOidc.Files;

/// <summary>
/// Reads and writes small files that hold secrets. Nothing here throws for what a disk or another user can do: the result says what is
/// wrong, and the login goes on without the file.
/// </summary>
internal static class SecureFile
{
    /// <summary>The problem with a file that another program has open for itself alone.</summary>
    public const string HeldOpen = "another program holds it open";

    private const int ReplaceAttempts = 20;

    private static readonly TimeSpan ReplacePause = TimeSpan.FromMilliseconds(25);

    /// <summary>A temporary file is renamed within milliseconds; one this old was left by a killed process.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(10);

    /// <summary>Content, or the problem; both null when there is no such file.</summary>
    public static (byte[]? Content, string? Problem) Read(string path, int maxBytes)
    {
        try
        {
            if (!OwnerOnly.IsWindows && ForeignFile(path) is { } problem)
                return (null, problem);

            return BoundedFile.Read(path, maxBytes) is { } content ? (content, null) : (null, "it is larger than " + (maxBytes / 1024) + " KiB");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (IOException e) when (FileLock.IsHeld(e))
        {
            return (null, HeldOpen);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>
    /// Replaces the file as a whole: a reader sees the old content or the new, never half, and no moment at which others could open it.
    /// Returns null, or why the file was not written (it is then as it was before).
    /// </summary>
    public static async Task<string?> WriteAsync(string path, byte[] content, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (CacheFolder.Prepare(folder) is { } problem)
            return problem;

        RemoveStale(folder, time);
        var temporary = path + "." + Platform.LowerHex(Platform.RandomBytes(8)) + ".tmp";
        try
        {
            using (var file = OwnerOnly.CreateNew(temporary))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            await ReplaceAsync(temporary, path, time, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // .NET's word for EFBIG: a limit of file sizes (ulimit -f).
            return "the file '" + path + "' would be larger than this system lets it be";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        finally
        {
            Delete(temporary, out _);
        }
    }

    /// <summary>True if a file was there and is gone now; a problem if it is still there.</summary>
    public static bool Delete(string path, out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path))
                return false;
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return false;
        }
    }

    // On Windows a reader that does not share deletion (Python does not) holds up the rename for as long as it reads.
    private static async Task ReplaceAsync(string temporary, string path, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                OwnerOnly.Replace(temporary, path);
                return;
            }
            catch (Exception e) when (OwnerOnly.IsWindows && attempt < ReplaceAttempts && e is IOException or UnauthorizedAccessException)
            {
                await Platform.Delay(ReplacePause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void RemoveStale(string folder, TimeProvider time)
    {
        var limit = time.GetUtcNow().UtcDateTime - StaleAfter;
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.json.*.tmp"))
            {
                if (File.GetLastWriteTimeUtc(file) < limit)
                    Delete(file, out _);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's broom was faster, or the folder may not be listed: the write itself will tell.
            return;
        }
    }

    // A pipe would hang the reader; a file that another user wrote could put somebody else's session under ours.
    private static string? ForeignFile(string path)
    {
        if (UnixFiles.Status(path, followLink: true) is not { } status)
            return null;
        if (!status.IsRegularFile)
            return "it is not a regular file";
        var me = UnixFiles.CurrentUser;
        return me == 0 || status.Owner == me || status.Owner == 0 ? null : "it belongs to another user (uid " + status.Owner + ")";
    }
}
