namespace SsoOidc.Files;

/// <summary>The rules for the folder that secrets are written to.</summary>
internal static class CacheFolder
{
    /// <summary>
    /// Creates the folder (0700, on Windows for the user alone), closes one that others can read, and returns null; or returns why
    /// nothing should be written there.
    /// </summary>
    public static string? Prepare(string folder)
    {
        try
        {
            if (OwnerOnly.IsWindows)
                OwnerOnly.CreateFolder(folder);
            return OwnerOnly.IsWindows ? null : PrepareUnix(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string? PrepareUnix(string folder)
    {
        if (UnixFiles.Status(folder, followLink: false) is { IsLink: true } link)
            return LinkProblem(folder, link);

        OwnerOnly.CreateFolder(folder);
        if (UnixFiles.Status(folder, followLink: true) is not { } status)
        {
            // No way to ask for the owner, but the owner alone may set the mode.
            return UnixFiles.TrySetMode(folder, UnixFiles.OwnerFolder) ? null : "the folder '" + folder + "' belongs to another user";
        }

        if (status.Owner != UnixFiles.CurrentUser)
            return "the folder '" + folder + "' belongs to another user (uid " + status.Owner + ")";
        if ((status.Mode & UnixFiles.GroupAndOthers) != 0)
            UnixFiles.TrySetMode(folder, UnixFiles.OwnerFolder);
        return null;
    }

    // People keep ~/.aws in a folder of dot files, so a link is not wrong by itself. Whoever can change the link or the place it leads
    // to must be the user.
    private static string? LinkProblem(string folder, UnixFiles.UnixStatus link)
    {
        var me = UnixFiles.CurrentUser;
        var lead = "the folder '" + folder + "' is a symbolic link ";
        if (link.Owner != me && link.Owner != 0)
            return lead + "made by another user (uid " + link.Owner + ")";
        if (UnixFiles.Status(folder, followLink: true) is not { IsFolder: true } target)
            return lead + "that does not lead to a folder";
        if (target.Owner != me)
            return lead + "to a folder of another user (uid " + target.Owner + ")";
        return (target.Mode & UnixFiles.WritableByOthers) != 0 ? lead + "to a folder that others can write to" : null;
    }
}
