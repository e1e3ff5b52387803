namespace SsoOidc.Config;

/// <summary>
/// Puts new content in place of a file in one step: written beside it, flushed, renamed over it. Mode, access list and symbolic
/// links stay; a new file is 0600 and a new directory 0700.
/// </summary>
internal static class FileReplacer
{
    public static void Replace(string path, byte[] content)
    {
        path = Path.GetFullPath(path);
        CreatePrivateDirectory(Path.GetDirectoryName(path)!);
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
        finally
        {
            File.Delete(temporary);
        }
    }

#if NET
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static string FinalTarget(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static bool IsUnresolvedLink(string path) => false;

    private static void CreatePrivateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static FileStream CreateLike(string target, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, options);

        options.UnixCreateMode = OwnerOnly;
        var stream = new FileStream(path, options);
        // The mode at creation is cut by the umask; this one is not.
        if (File.Exists(target))
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
        return stream;
    }
#else
    // Links cannot be followed here, so one is written through rather than replaced.
    private static string FinalTarget(string path) => path;

    private static bool IsUnresolvedLink(string path) =>
        File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    private static void CreatePrivateDirectory(string directory) => Directory.CreateDirectory(directory);

    private static FileStream CreateLike(string target, string path) => new(path, FileMode.CreateNew, FileAccess.Write);
#endif
}
