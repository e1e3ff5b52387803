namespace SsoOidc.Tests.Config;

/// <summary>Which build of the core these tests run on.</summary>
internal static class CoreBuild
{
#if CORE_NETSTANDARD
    private const bool IsForWindowsOnly = true;
#else
    private const bool IsForWindowsOnly = false;
#endif

    /// <summary>Skips a test of what Unix has, on Windows and on the build that only Windows PowerShell loads.</summary>
    public static void SkipUnlessUnix()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such thing.");
        Assert.SkipWhen(IsForWindowsOnly, "The netstandard2.0 build runs on Windows only, which has no such thing.");
    }
}
