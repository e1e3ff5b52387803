using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SsoOidc.Files;

/// <summary>What .NET has no call for on Unix: whose a file is, what kind it is, and on netstandard2.0 its mode.</summary>
internal static class UnixFiles
{
    public const uint OwnerFolder = 0x1C0; // 0700
    public const uint GroupAndOthers = 0x3F; // 0077
    public const uint WritableByOthers = 0x12; // 0022

    private const int AtCurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8 | 0x10;
    private const ushort KindMask = 0xF000;

    public static uint CurrentUser => Native.geteuid();

    /// <summary>
    /// Null where the system has no <c>statx</c> (macOS, old C libraries) or there is no such file. <c>statx</c>, because its record
    /// is the same on every processor; that of <c>stat</c> is not.
    /// </summary>
    public static UnixStatus? Status(string path, bool followLink)
    {
        try
        {
            return Native.statx(AtCurrentFolder, path, followLink ? 0 : NoFollow, TypeModeAndOwner, out var record) == 0
                ? new UnixStatus(record.Uid, record.Gid, record.Mode)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Only the owner of a file (or root) may set its mode, so this also tells whose it is.</summary>
    public static bool TrySetMode(string path, uint mode) => Native.chmod(path, mode) == 0;

    public static bool TryCreateFolder(string path, uint mode) => Native.mkdir(path, mode) == 0;

    public static SafeFileHandle OpenToRead(string path) => new((IntPtr)Native.open(path, 0), ownsHandle: true);

    /// <summary>
    /// What root makes in the home of somebody else is theirs: a file of root's there, which only root can open, would lock them out. The open
    /// file is given away and not its name, which the owner of the folder could have put in the place of another file's.
    /// </summary>
    public static void GiveToOwnerOfFolder(string path, SafeFileHandle file)
    {
        if (OwnerToGiveTo(path) is { } owner)
            _ = Native.fchown((int)file.DangerousGetHandle(), owner.Owner, owner.Group);
    }

    /// <summary>Gives root's new content of a file to whom the file belongs.</summary>
    public static void GiveToOwnerOf(string path, SafeFileHandle file)
    {
        if (CurrentUser == 0 && Status(path, followLink: true) is { } old)
            _ = Native.fchown((int)file.DangerousGetHandle(), old.Owner, old.Group);
    }

    /// <inheritdoc cref="GiveToOwnerOfFolder(string, SafeFileHandle)"/>
    public static void GiveToOwnerOfFolder(string folder)
    {
        if (OwnerToGiveTo(folder) is { } owner)
            _ = Native.lchown(folder, owner.Owner, owner.Group);
    }

    private static UnixStatus? OwnerToGiveTo(string path) =>
        CurrentUser == 0 && Status(Path.GetDirectoryName(Path.GetFullPath(path))!, followLink: true) is { } folder && folder.Owner != 0 ? folder : null;

    public readonly struct UnixStatus(uint owner, uint group, ushort mode)
    {
        public uint Owner { get; } = owner;

        public uint Group { get; } = group;

        public ushort Mode { get; } = mode;

        public bool IsRegularFile => (Mode & KindMask) == 0x8000;

        public bool IsFolder => (Mode & KindMask) == 0x4000;

        public bool IsLink => (Mode & KindMask) == 0xA000;
    }

    // linux/stat.h; 256 bytes, of which three fields are of use.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxRecord
    {
        [FieldOffset(20)]
        public uint Uid;

        [FieldOffset(24)]
        public uint Gid;

        [FieldOffset(28)]
        public ushort Mode;
    }

    private static class Native
    {
        private const string C = "libc";

        [DllImport(C, SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int statx(int folder, string path, int flags, uint mask, out StatxRecord record);

        [DllImport(C, SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int chmod(string path, uint mode);

        [DllImport(C, SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int mkdir(string path, uint mode);

        [DllImport(C, SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int open(string path, int flags);

        [DllImport(C, SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int lchown(string path, uint owner, uint group);

        [DllImport(C, SetLastError = true)]
        internal static extern int fchown(int file, uint owner, uint group);

        [DllImport(C)]
        internal static extern uint geteuid();
    }
}
