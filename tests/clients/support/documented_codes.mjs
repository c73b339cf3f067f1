// The codes that are documented for CloudSSO and for every RPC product, and those of them that no call of a client meets here,
// each with the reason.

// Of the gateway, in front of every product.
const of_the_gateway = [
  'MissingDirectoryId', 'MissingAccessKeyId', 'MissingSecurityToken', 'InvalidAccessKeyId.NotFound', 'InvalidAccessKeyId.Inactive',
  'SignatureDoesNotMatch', 'IncompleteSignature', 'InvalidTimeStamp.Format', 'InvalidTimeStamp.Expired', 'SignatureNonceUsed',
  'InvalidSignatureMethod', 'InvalidParameter.Format', 'InvalidAction.NotFound', 'InvalidApi.NotFound', 'InvalidVersion', 'UnsupportedHTTPMethod',
  'InvalidProtocol.NeedSsl', 'Throttling.User', 'Throttling.Api', 'Throttling', 'ServiceUnavailable', 'InternalError', 'NoPermission', 'Forbidden.RAM',
];

// CloudSSO's own: those that its Terraform provider knows by name, and those that scimd words in their style.
const of_cloudsso = [
  'EntityNotExists.Directory', 'EntityNotExists.User', 'EntityNotExists.Group', 'EntityNotExists.SCIMCredential', 'EntityNotExists.Task',
  'EntityNotExists.UserProvisioning', 'EntityNotExists.AccessConfiguration', 'EntityNotExists.AccessConfigurationProvisioning',
  'EntityNotExists.AccessAssignment', 'DeletionConflict.User.AccessAssigment', 'DeletionConflict.Group.AccessAssigment',
  'DeletionConflict.Directory.Task', 'DeletionConflict.AccessConfiguration.Provisioning', 'DeletionConflict.AccessConfiguration.AccessAssignment',
  'DeletionConflict.AccessConfiguration.Task', 'OperationConflict.Task',
  'EntityAlreadyExists.User', 'EntityAlreadyExists.User.Email', 'EntityAlreadyExists.Group', 'EntityAlreadyExists.User.Group',
  'EntityNotExists.User.Group', 'DeletionConflict.User.Group', 'DeletionConflict.Group.User', 'LimitExceeded.SCIMCredential', 'LimitExceeded.User',
  'LimitExceeded.Group', 'OperationDenied.SynchronizedUser', 'OperationDenied.SynchronizedGroup', 'InvalidParameter.UserName',
  'OperationConflict.SCIMSynchronization',
];

export const documented = [...of_the_gateway, ...of_cloudsso];

// Codes that the server has and that no call of a client can provoke.
export const unprovoked = {
  'OperationDenied.SCIMSynchronization': 'what the switch refuses the identity provider, who reads it in SCIM\'s words',
  'OperationConflict.Version': 'actions name no version; a change that another one overtook is tried again',
  'OperationConflict.Reference': 'only Bulk refers to what it makes',
  ServiceUnavailable: 'takes a server with more to do than it can queue, or one that is stopping',
  InternalError: 'takes a defect or a broken disk',
  InvalidParameter: 'bodies that are no form or no JSON object, which these clients do not send',
};

// Documented codes that the server does not have.
const no_configurations = 'there are no access configurations';
const no_tasks = 'whatever is asked for is done before it is answered: there are no tasks';
const no_quotas = 'the quotas are no limits here';
export const unused = {
  MissingSecurityToken: 'there are no temporary credentials',
  'InvalidProtocol.NeedSsl': 'who may listen without TLS is the command line\'s business',
  'InvalidApi.NotFound': 'the documented twin of InvalidAction.NotFound',
  'Forbidden.RAM': 'the twin of NoPermission',
  Throttling: 'it is always said whose limit it is',
  'EntityNotExists.Task': no_tasks,
  'EntityNotExists.UserProvisioning': 'there are no RAM users',
  'EntityNotExists.AccessConfiguration': no_configurations,
  'EntityNotExists.AccessConfigurationProvisioning': no_configurations,
  'EntityNotExists.AccessAssignment': no_configurations,
  'DeletionConflict.User.AccessAssigment': no_configurations,
  'DeletionConflict.Group.AccessAssigment': no_configurations,
  'DeletionConflict.Directory.Task': no_tasks,
  'DeletionConflict.AccessConfiguration.Provisioning': no_configurations,
  'DeletionConflict.AccessConfiguration.AccessAssignment': no_configurations,
  'DeletionConflict.AccessConfiguration.Task': no_configurations,
  'OperationConflict.Task': no_tasks,
  'LimitExceeded.User': no_quotas,
  'LimitExceeded.Group': no_quotas,
};
