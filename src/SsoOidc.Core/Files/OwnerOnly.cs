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

        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        UnixFiles.GiveToOwnerOfFolder(path, file.SafeFileHandle);
        return file;
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
        if (handle < 0)
            throw Failure(Marshal.GetLastWin32Error(), path);
        var file = new FileStream(new SafeFileHandle((IntPtr)handle, ownsHandle: true), FileAccess.Write);
        UnixFiles.GiveToOwnerOfFolder(path, file.SafeFileHandle);
        return file;
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

    /// <summary>Opens a file to read, whoever has it locked.</summary>
    public static FileStream OpenBeside(string path)
    {
        if (IsWindows)
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // .NET takes a lock with every open of its own.
        var handle = UnixFiles.OpenToRead(path);
        if (!handle.IsInvalid)
            return new FileStream(handle, FileAccess.Read);
        const int noSuchFile = 2;
        var error = Marshal.GetLastWin32Error();
        throw error == noSuchFile ? new FileNotFoundException(null, path) : Failure(error, path);
    }

    /// <summary>Whether a file is there that nobody is to write to. To root .NET says so of every file of somebody else.</summary>
    public static bool IsReadOnly(string path) =>
        !IsWindows && UnixFiles.Status(path, followLink: true) is { } status ? (status.Mode & 0x92) == 0 : File.Exists(path) && new FileInfo(path).IsReadOnly; // 0222

    /// <summary>Creates the folder and what is missing above it.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            CreateFolder(parent);
        var created = IsWindows ? WindowsFiles.TryCreateFolder(path) : UnixFiles.TryCreateFolder(path, UnixFiles.OwnerFolder);
        var error = Marshal.GetLastWin32Error();
        if (created && !IsWindows)
            UnixFiles.GiveToOwnerOfFolder(path);
        if (!created && !Directory.Exists(path))
            throw Failure(error, path);
    }

    public static IOException Failure(int error, string path) =>
        new(new Win32Exception(error).Message + " : '" + path + "'", IsWindows ? unchecked((int)0x80070000) | error : error);
}
