using System.Runtime.InteropServices;

namespace SsoOidc.Tests;

/// <summary>File modes as people write them; on Windows, where there are none, a test skips or passes by.</summary>
internal static class UnixMode
{
    public static string Of(string path) =>
        OperatingSystem.IsWindows() ? "none" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    public static void Set(string path, string mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
    }

    public static void Needed() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

    public static bool IsRoot => !OperatingSystem.IsWindows() && geteuid() == 0;

    public static void SetOwner(string path, uint user) => Assert.Equal(0, chown(System.Text.Encoding.UTF8.GetBytes(path + "\0"), user, user));

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern int chown(byte[] path, uint owner, uint group);
}
