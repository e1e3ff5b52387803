using System.Runtime.InteropServices;

namespace SsoOidc.Files;

/// <summary>What .NET has no call for on Unix: whose a file is, what kind it is, and on netstandard2.0 its mode.</summary>
internal static class UnixFiles
{
    public const uint OwnerFolder = 0x1C0; // 0700
    public const uint GroupAndOthers = 0x3F; // 0077
    public const uint WritableByOthers = 0x12; // 0022

    private const int AtCurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
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
                ? new UnixStatus(record.Uid, record.Mode)
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

    public readonly struct UnixStatus(uint owner, ushort mode)
    {
        public uint Owner { get; } = owner;

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

        [DllImport(C)]
        internal static extern uint geteuid();
    }
}
