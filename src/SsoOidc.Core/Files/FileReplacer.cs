
namespace SsoOidc.Files;

/// <summary>
/// Puts new content in place of a file in one step: written beside it, flushed, renamed over it. Mode, access list and symbolic
/// links stay; a new file is 0600 and a new directory 0700.
/// </summary>
internal static class FileReplacer
{
    public static void Replace(string path, byte[] content)
    {
        path = Path.GetFullPath(path);
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        var target = FinalTarget(path);
        if (IsUnresolvedLink(target))
        {
            File.WriteAllBytes(target, content);
            return;
        }

        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        try
        {
            using (var stream = CreateLike(target, temporary))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }

            if (File.Exists(target))
                File.Replace(temporary, target, null, ignoreMetadataErrors: true);
            else
                File.Move(temporary, target);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // .NET's word for EFBIG: a limit of file sizes (ulimit -f).
            throw new IOException("the file would be larger than this system lets it be", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FileStream CreateLike(string target, string path)
    {
        var stream = OwnerOnly.CreateNew(path);
        // The owner's alone until here; a config file that others may read stays so, and one of another user theirs.
        if (File.Exists(target))
        {
            CopyMode(target, path);
            if (!OwnerOnly.IsWindows)
                UnixFiles.GiveToOwnerOf(target, stream.SafeFileHandle);
        }

        return stream;
    }

#if NET
    private static string FinalTarget(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static bool IsUnresolvedLink(string path) => false;

    private static void CopyMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }
#else
    // Links cannot be followed here, so one is written through rather than replaced.
    private static string FinalTarget(string path) => path;

    private static bool IsUnresolvedLink(string path) =>
        File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    private static void CopyMode(string from, string to)
    {
        if (!OwnerOnly.IsWindows && UnixFiles.Status(from, followLink: true) is { } status)
            UnixFiles.TrySetMode(to, status.Mode & 0x1FFu); // 0777
    }
#endif
}
