namespace SsoOidc.Tests;

/// <summary>Which build of the core the tests run on, for <c>SkipUnless</c>.</summary>
public static class CoreBuild
{
#if CORE_NETSTANDARD
    public static bool IsModern => false;
#else
    public static bool IsModern => true;
#endif

    public static bool IsNetStandard => !IsModern;
}
