namespace SsoOidc.Tests;

/// <summary>The trait of tests of what only one build of the core has; the project of the other leaves them out.</summary>
public static class CoreBuild
{
    public const string Only = "Build";

    /// <summary>The build of PowerShell 7; what only it has, or what only Unix has.</summary>
    public const string Modern = "modern";

    /// <summary>The build that only Windows PowerShell loads.</summary>
    public const string NetStandard = "netstandard";
}
