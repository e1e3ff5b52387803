using System.Runtime.InteropServices;
using SsoOidc.Base;
using SsoOidc.Programs;

namespace SsoOidc.Login.Browser;

/// <summary>What the registry of Windows knows of browsers.</summary>
internal static class WindowsBrowsers
{
    private static readonly IntPtr ClassesRoot = new(unchecked((int)0x80000000));
    private static readonly IntPtr CurrentUser = new(unchecked((int)0x80000001));
    private static readonly IntPtr LocalMachine = new(unchecked((int)0x80000002));

    /// <summary>The path under which a program that is not on the PATH is registered, as for Start-Process and the Run box; null if none is.</summary>
    public static string? AppPath(string name)
    {
        var key = @"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\" + (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name : name + ".exe");
        return (Read(CurrentUser, key, null) ?? Read(LocalMachine, key, null))?.Trim('"', ' ');
    }

    /// <summary>
    /// The command of the default browser; null for one that is an app of the store, which the system starts. Started by us and not by the
    /// system, it inherits what it should.
    /// </summary>
    public static BrowserCommand? Default(string url)
    {
        var id = Read(CurrentUser, @"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice", "ProgId") ?? "https";
        return Parse(Read(ClassesRoot, id + @"\shell\open\command", null), url);
    }

    internal static BrowserCommand? Parse(string? command, string url)
    {
        if (command is null || ShellWords.SplitWindows(command) is not { Count: > 1 } words)
            return null;
        var arguments = words.Skip(1).Select(word => word.Replace("%1", url)).ToArray();
        return ExecutablePath.IsWhole(words[0], isWindows: true) && !ExecutablePath.IsBatchFile(words[0]) && arguments.Contains(url)
            ? new BrowserCommand(words[0], arguments)
            : null;
    }

    private static string? Read(IntPtr root, string key, string? name)
    {
        // A text, with its variables put in.
        const uint text = 2;
        var buffer = new char[2048];
        var size = buffer.Length * sizeof(char);
        return Native.RegGetValueW(root, key, name, text, IntPtr.Zero, buffer, ref size) == 0
            ? new string(buffer, 0, size / sizeof(char)).TrimEnd('\0')
            : null;
    }

    private static class Native
    {
        [DllImport("advapi32.dll", CharSet = CharSet.Unicode)]
        internal static extern int RegGetValueW(IntPtr root, string key, string? name, uint kinds, IntPtr kind, [Out] char[] value, ref int size);
    }
}
