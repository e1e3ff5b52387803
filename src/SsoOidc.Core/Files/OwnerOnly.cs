using System.ComponentModel;
using System.Runtime.InteropServices;
#if !NET
using Microsoft.Win32.SafeHandles;
#endif

namespace SsoOidc.Files;

/// <summary>
/// Files and folders that nobody but the user can open, from the moment they exist; and the rename that replaces. All throw
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal static class OwnerOnly
{
    public static bool IsWindows { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

#if NET
    public static FileStream CreateNew(string path)
    {
        if (OperatingSystem.IsWindows())
            return WindowsFiles.CreateNew(path);

        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    public static void Replace(string source, string target) => File.Move(source, target, overwrite: true);
#else
    public static FileStream CreateNew(string path)
    {
        if (IsWindows)
            return WindowsFiles.CreateNew(path);

        if (File.Exists(path))
            throw new IOException("The file '" + path + "' exists already.");
        var handle = Native.creat(path, 0x180); // 0600
        return handle >= 0 ? new FileStream(new SafeFileHandle((IntPtr)handle, ownsHandle: true), FileAccess.Write) : throw Failure(Marshal.GetLastWin32Error(), path);
    }

    public static void Replace(string source, string target)
    {
        const uint replaceAndWriteThrough = 0x1 | 0x8;
        var replaced = IsWindows ? Native.MoveFileExW(source, target, replaceAndWriteThrough) : Native.rename(source, target) == 0;
        if (!replaced)
            throw Failure(Marshal.GetLastWin32Error(), target);
    }

    private static class Native
    {
        [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int creat(string path, uint mode);

        [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int rename(string source, string target);

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool MoveFileExW(string source, string target, uint flags);
    }
#endif

    /// <summary>Creates the folder and what is missing above it.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            CreateFolder(parent);
        var created = IsWindows ? WindowsFiles.TryCreateFolder(path) : UnixFiles.TryCreateFolder(path, UnixFiles.OwnerFolder);
        var error = Marshal.GetLastWin32Error();
        if (!created && !Directory.Exists(path))
            throw Failure(error, path);
    }

    public static IOException Failure(int error, string path) =>
        new(new Win32Exception(error).Message + " : '" + path + "'", IsWindows ? unchecked((int)0x80070000) | error : error);
}
