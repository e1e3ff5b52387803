namespace SsoOidc.Files;

/// <summary>
/// Reads and writes small files that hold secrets. Nothing here throws for what a disk or another user can do: the result says what is
/// wrong, and the login goes on without the file.
/// </summary>
internal static class SecureFile
{
    /// <summary>The problem with a file that another program has open for itself alone.</summary>
    public const string HeldOpen = "another program holds it open";

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

    /// <summary>Replaces the file as a whole. Returns null, or why the file was not written (it is then as it was before).</summary>
    public static async Task<string?> WriteAsync(string path, byte[] content, TimeProvider time, CancellationToken cancellationToken)
    {
        using var place = ReservedFile.Take(path, content.Length, time, out var problem);
        return place is null ? problem : await place.CommitAsync(content, time, cancellationToken).ConfigureAwait(false);
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
