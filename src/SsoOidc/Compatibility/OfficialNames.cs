using System.Management.Automation;
using System.Reflection;
using Amazon.Runtime;
using Amazon.SSOOIDC;
using Model = Amazon.SSOOIDC.Model;

namespace SsoOidc.Compatibility;

/// <summary>
/// Lets the official names that scripts catch and create resolve where the AWS SDK is not loaded: as type accelerators, which is how a module
/// exports types. They go when the SDK comes, and are never there beside it.
/// </summary>
public sealed class OfficialNames : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Service = "AWSSDK.SSOOIDC", Core = "AWSSDK.Core";

    private static readonly object Gate = new();
    private static readonly Type Accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    private static readonly (string Name, Type Type, string Assembly)[] Names =
    [
        ("Amazon.Runtime.AnonymousAWSCredentials", typeof(AnonymousCredentials), Core),
        Of(typeof(AmazonServiceException), Core),
        Of(typeof(AmazonSSOOIDCException)),
        Of(typeof(Model.AccessDeniedException)),
        Of(typeof(Model.AuthorizationPendingException)),
        Of(typeof(Model.ExpiredTokenException)),
        Of(typeof(Model.InternalServerException)),
        Of(typeof(Model.InvalidClientException)),
        Of(typeof(Model.InvalidClientMetadataException)),
        Of(typeof(Model.InvalidGrantException)),
        Of(typeof(Model.InvalidRedirectUriException)),
        Of(typeof(Model.InvalidRequestException)),
        Of(typeof(Model.InvalidRequestRegionException)),
        Of(typeof(Model.InvalidScopeException)),
        Of(typeof(Model.SlowDownException)),
        Of(typeof(Model.UnauthorizedClientException)),
        Of(typeof(Model.UnsupportedGrantTypeException)),
    ];

    private static int _imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            if (_imports++ > 0)
                return;
            // First, so that an assembly which comes meanwhile waits at the gate.
            AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
            var loaded = AppDomain.CurrentDomain.GetAssemblies();
            var add = (Action<string, Type>)Delegate.CreateDelegate(typeof(Action<string, Type>), Accelerators, "Add");
            foreach (var (name, type, assembly) in Names)
            {
                if (!Array.Exists(loaded, candidate => IsNamed(candidate, assembly)))
                    add(name, type);
            }
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            // Another runspace may still have the module.
            if (--_imports > 0)
                return;
            AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
            Remove(Service);
            Remove(Core);
        }
    }

    /// <summary>The official type of a name, where its assembly is loaded.</summary>
    internal static Type? FindOfficial(string name) => Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => IsNamed(assembly, Service))?.GetType(name);

    private static void OnLoad(object? sender, AssemblyLoadEventArgs args)
    {
        foreach (var name in new[] { Service, Core })
        {
            if (!IsNamed(args.LoadedAssembly, name))
                continue;
            lock (Gate)
                Remove(name);
        }
    }

    private static void Remove(string assembly)
    {
        var remove = (Func<string, bool>)Delegate.CreateDelegate(typeof(Func<string, bool>), Accelerators, "Remove");
        foreach (var name in Names)
        {
            if (name.Assembly == assembly)
                remove(name.Name);
        }
    }

    private static bool IsNamed(Assembly assembly, string name) => assembly.FullName?.StartsWith(name + ",", StringComparison.Ordinal) == true;

    private static (string Name, Type Type, string Assembly) Of(Type type, string assembly = Service) => (type.FullName!, type, assembly);
}
