using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using SsoOidc.Files;

namespace SsoOidc.Tests.Files;

/// <summary>The access lists that the system keeps of what is written.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WindowsFilesTests() => Assert.SkipUnless(OperatingSystem.IsWindows(), "Access lists are those of Windows.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_and_the_folders_above_it_are_born_for_the_user_alone()
    {
        Assert.Null(await SecureFile.WriteAsync(_folder["a/b/file.json"], [1], TimeProvider.System, A.Ct));

        AssertOnlyTheUser(new DirectoryInfo(_folder["a"]).GetAccessControl(), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit);
        AssertOnlyTheUser(new DirectoryInfo(_folder["a/b"]).GetAccessControl(), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit);
        AssertOnlyTheUser(new FileInfo(_folder["a/b/file.json"]).GetAccessControl(), InheritanceFlags.None);
    }

    [Fact]
    public async Task A_file_that_is_replaced_in_an_open_folder_is_the_users_alone_too()
    {
        await File.WriteAllTextAsync(_folder["file.json"], "anybody's", A.Ct);

        Assert.Null(await SecureFile.WriteAsync(_folder["file.json"], [1], TimeProvider.System, A.Ct));

        AssertOnlyTheUser(new FileInfo(_folder["file.json"]).GetAccessControl(), InheritanceFlags.None);
    }

    private static bool IsWine => NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _);

    private static void AssertOnlyTheUser(FileSystemSecurity security, InheritanceFlags inheritance)
    {
        using var identity = WindowsIdentity.GetCurrent();
        var rules = security.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>();
        // Wine makes the list out of a file's mode, and gives its system an entry in each.
        var rule = Assert.Single(rules, rule => !IsWine || !rule.IdentityReference.Equals(new SecurityIdentifier(WellKnownSidType.LocalSystemSid, null)));
        Assert.True(IsWine || security.AreAccessRulesProtected);
        Assert.Equal(
            (identity.User, AccessControlType.Allow, FileSystemRights.FullControl, inheritance),
            (rule.IdentityReference, rule.AccessControlType, rule.FileSystemRights, rule.InheritanceFlags));
    }
}
