namespace SsoOidc.Tests;

/// <summary>Which build of the core these tests run on.</summary>
public static class CoreBuild
{
#if CORE_NETSTANDARD
    public static bool IsModern => false;
#else
    public static bool IsModern => true;
#endif

    /// <summary>The build that only Windows PowerShell loads.</summary>
    public static bool IsNetStandard => !IsModern;

    /// <summary>Skips a test of what Unix has, on Windows and on the build that only Windows PowerShell loads.</summary>
    public static void SkipUnlessUnix()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such thing.");
        Assert.SkipWhen(IsNetStandard, "The netstandard2.0 build runs on Windows only, which has no such thing.");
    }
}
