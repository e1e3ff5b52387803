using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SsoOidc.Files;

/// <summary>
/// Files and folders born with an access list of one entry, the user. The user and not the owner: in an elevated shell the owner
/// is the group of administrators, and the same person could not read the file later without elevation.
/// </summary>
internal static class WindowsFiles
{
    private const uint GenericWrite = 0x40000000;
    private const uint CreateNewFile = 1;
    private const uint NormalFile = 0x80;
    private const uint TokenQuery = 0x8;
    private const int TokenUser = 1;

    public static FileStream CreateNew(string path)
    {
        var security = UserOnly(inherited: false);
        try
        {
            var handle = Native.CreateFileW(path, GenericWrite, 0, ref security, CreateNewFile, NormalFile, IntPtr.Zero);
            if (handle.IsInvalid)
                throw OwnerOnly.Failure(Marshal.GetLastWin32Error(), path);
            return new FileStream(handle, FileAccess.Write);
        }
        finally
        {
            Native.LocalFree(security.Descriptor);
        }
    }

    public static bool TryCreateFolder(string path)
    {
        var security = UserOnly(inherited: true);
        try
        {
            return Native.CreateDirectoryW(path, ref security);
        }
        finally
        {
            Native.LocalFree(security.Descriptor);
        }
    }

    /// <summary>The caller frees the descriptor.</summary>
    private static SecurityAttributes UserOnly(bool inherited)
    {
        // D:P: a protected list, so that the folder's entries are not added to it. OICI: files and folders below inherit. FA: all rights.
        var text = "D:P(A;" + (inherited ? "OICI" : "") + ";FA;;;" + CurrentUserSid() + ")";
        if (!Native.ConvertStringSecurityDescriptorToSecurityDescriptorW(text, 1, out var descriptor, IntPtr.Zero))
            throw OwnerOnly.Failure(Marshal.GetLastWin32Error(), "access list");
        return new SecurityAttributes { Length = Marshal.SizeOf<SecurityAttributes>(), Descriptor = descriptor };
    }

    private static string CurrentUserSid()
    {
        if (!Native.OpenProcessToken(Native.GetCurrentProcess(), TokenQuery, out var token))
            throw OwnerOnly.Failure(Marshal.GetLastWin32Error(), "access list");

        var buffer = IntPtr.Zero;
        var text = IntPtr.Zero;
        try
        {
            Native.GetTokenInformation(token, TokenUser, IntPtr.Zero, 0, out var size);
            buffer = Marshal.AllocHGlobal(size);
            // TOKEN_USER begins with the pointer to the SID.
            if (!Native.GetTokenInformation(token, TokenUser, buffer, size, out _)
                || !Native.ConvertSidToStringSidW(Marshal.ReadIntPtr(buffer), out text))
            {
                throw OwnerOnly.Failure(Marshal.GetLastWin32Error(), "access list");
            }

            return Marshal.PtrToStringUni(text)!;
        }
        finally
        {
            Native.LocalFree(text);
            Marshal.FreeHGlobal(buffer);
            Native.CloseHandle(token);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Length;
        public IntPtr Descriptor;
        public int InheritHandle;
    }

    private static class Native
    {
        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        internal static extern SafeFileHandle CreateFileW(
            string name, uint access, uint share, ref SecurityAttributes security, uint disposition, uint flags, IntPtr template);

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool CreateDirectoryW(string name, ref SecurityAttributes security);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool ConvertStringSecurityDescriptorToSecurityDescriptorW(
            string text, uint revision, out IntPtr descriptor, IntPtr size);

        [DllImport("advapi32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool OpenProcessToken(IntPtr process, uint access, out IntPtr token);

        [DllImport("advapi32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool GetTokenInformation(IntPtr token, int kind, IntPtr buffer, int size, out int needed);

        [DllImport("advapi32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool ConvertSidToStringSidW(IntPtr sid, out IntPtr text);

        [DllImport("kernel32.dll")]
        internal static extern IntPtr GetCurrentProcess();

        [DllImport("kernel32.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool CloseHandle(IntPtr handle);

        [DllImport("kernel32.dll")]
        internal static extern IntPtr LocalFree(IntPtr memory);
    }
}
